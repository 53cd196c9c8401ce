/** Configuration that features bring. */
package org.posthouse.core.config.seed;
