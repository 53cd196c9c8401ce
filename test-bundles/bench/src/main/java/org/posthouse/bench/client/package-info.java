/** Mail clients as plain as most senders are: every command waits for its reply. */
package org.posthouse.bench.client;
