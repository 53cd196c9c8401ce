/** Delivery status notifications: who is told, of what, and in which words. */
package org.posthouse.core.queue.report;
