/** The queue of one machine: mail at rest, and on its way. */
package org.posthouse.core.queue;
