/** Where mail for a domain goes next. */
package org.posthouse.delivery.smtp.hop;
