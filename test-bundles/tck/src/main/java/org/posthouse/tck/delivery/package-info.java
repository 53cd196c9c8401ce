/** What every delivery agent promises. */
package org.posthouse.tck.delivery;
