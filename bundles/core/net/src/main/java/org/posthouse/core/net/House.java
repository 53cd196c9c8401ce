package org.posthouse.core.net;

/**
 * How this server was started.
 *
 * @param bind address that listeners without one of their own bind; empty: all
 * @param portOffset added to every port
 * @param demo whether it is a demonstration on loopback
 */
record House(String bind, int portOffset, boolean demo) {}
