/** What every store promises. */
package org.posthouse.tck.store;
