/** Goals of the build that read the feature files. They stand in no distribution. */
package org.posthouse.cnf.assemble;
