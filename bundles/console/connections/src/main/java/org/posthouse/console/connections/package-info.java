/** The page about who is connected. */
package org.posthouse.console.connections;
