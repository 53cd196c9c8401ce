/** The way in: filters, rules and policy between a protocol and the queue. */
package org.posthouse.core.pipeline;
