/** A mail store in memory, for tests of those who use one. */
package org.posthouse.testkit.store;
