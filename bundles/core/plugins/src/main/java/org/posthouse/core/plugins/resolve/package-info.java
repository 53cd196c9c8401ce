/** Why the framework does not resolve a bundle, in an administrator's words. */
package org.posthouse.core.plugins.resolve;
