/** Mail to other hosts by SMTP: where to, over which connection, and what is said there. */
package org.posthouse.delivery.smtp;
