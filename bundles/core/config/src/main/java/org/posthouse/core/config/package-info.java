/** Configuration: {@code etc/*.config} and Config Admin, one truth. */
package org.posthouse.core.config;
