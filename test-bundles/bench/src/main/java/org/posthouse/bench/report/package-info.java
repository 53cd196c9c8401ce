/** Figures of several rounds, as a table and as JSON. */
package org.posthouse.bench.report;
