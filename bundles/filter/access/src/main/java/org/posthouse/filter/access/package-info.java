/** Access lists: who relays, who is refused, who is not to be refused. */
package org.posthouse.filter.access;
