/** Everybody's mail, in front of the stores that keep it: names, quota, notices. */
package org.posthouse.core.mailstore;
