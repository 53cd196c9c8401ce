/** Measures Posthouse beside its peers, in turn and in one run. */
package org.posthouse.bench;
