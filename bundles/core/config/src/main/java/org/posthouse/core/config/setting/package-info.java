/** Settings as Metatype describes them. */
package org.posthouse.core.config.setting;
