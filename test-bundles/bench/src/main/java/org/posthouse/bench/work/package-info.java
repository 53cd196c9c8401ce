/** What the servers are made to do, and how long that takes them. */
package org.posthouse.bench.work;
