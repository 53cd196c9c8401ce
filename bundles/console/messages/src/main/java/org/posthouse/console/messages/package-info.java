/** The page about mails and what became of them. */
package org.posthouse.console.messages;
