/** Seats and gates: who is in charge, and how one version goes and the next comes. */
package org.posthouse.core.plugins.seat;
