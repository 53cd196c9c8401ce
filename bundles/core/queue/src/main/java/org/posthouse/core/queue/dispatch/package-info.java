/** Mail on its way: whose turn it is, who delivers, what follows from it. */
package org.posthouse.core.queue.dispatch;
