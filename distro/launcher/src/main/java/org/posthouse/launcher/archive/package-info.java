/**
 * Classes as a start found them, kept beside the cache for the next one, which then takes them as they lie in memory: an archive of the
 * JVM (CDS), with those of the bundles in it. Nothing depends on one being there.
 */
package org.posthouse.launcher.archive;
