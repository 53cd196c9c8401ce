/** SMTP, submission and LMTP: conversations made of values, over a pipeline that holds the transactions. */
package org.posthouse.protocol.smtp;
