/** Feature files: what a distribution is made of, OSGi Compendium Release 8 §159. Read by the launcher, the build and the tests. */
package org.posthouse.launcher.feature;
