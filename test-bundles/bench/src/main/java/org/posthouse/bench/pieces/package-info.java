/** The hot pieces by themselves, measured by JMH: {@code distro/bench --jmh}. */
package org.posthouse.bench.pieces;
