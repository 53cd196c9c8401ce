/** What is said to another host, octet by octet. */
package org.posthouse.delivery.smtp.talk;
