/** Parsers are fed what nobody would send: good inputs that were spoiled, and noise. */
package org.posthouse.testkit.fuzz;
