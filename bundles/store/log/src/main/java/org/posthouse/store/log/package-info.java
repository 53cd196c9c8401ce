/** Mail in a log of segments; mailboxes are arrays in memory. */
package org.posthouse.store.log;
