/** The contract of filters. */
package org.posthouse.tck.filter;
