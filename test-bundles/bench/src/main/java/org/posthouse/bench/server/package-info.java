/** The servers that are measured, each in processes, a folder and ports of its own on loopback, and what they use. */
package org.posthouse.bench.server;
