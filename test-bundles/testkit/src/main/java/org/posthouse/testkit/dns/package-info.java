/** A DNS server for tests. */
package org.posthouse.testkit.dns;
