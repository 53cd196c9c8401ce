/** The embedded relational database engine: its life, its connections, its schemas. */
package org.posthouse.core.derby;
