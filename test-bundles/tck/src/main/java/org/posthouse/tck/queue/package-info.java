/** What every queue promises. */
package org.posthouse.tck.queue;
