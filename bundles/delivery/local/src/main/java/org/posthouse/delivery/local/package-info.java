/** Delivery to accounts of this server. */
package org.posthouse.delivery.local;
