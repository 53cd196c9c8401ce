/** The record of every decision, on disk. */
package org.posthouse.core.trace;
