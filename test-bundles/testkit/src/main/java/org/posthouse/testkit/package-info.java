/** Fakes, a clock, ports, and protocol dialogues run in memory: what tests of all bundles share. */
package org.posthouse.testkit;
