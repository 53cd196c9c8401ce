/** The page about filters, and the other plug-ins below them. */
package org.posthouse.console.filters;
