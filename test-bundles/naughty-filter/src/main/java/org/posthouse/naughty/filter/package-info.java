/** A filter for tests: it misbehaves as it is told to. */
package org.posthouse.naughty.filter;
