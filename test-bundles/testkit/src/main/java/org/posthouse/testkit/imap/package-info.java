/** A client of IMAP that believes what it is told and notices what cannot be, over any connection. Needs nothing but the JDK. */
package org.posthouse.testkit.imap;
