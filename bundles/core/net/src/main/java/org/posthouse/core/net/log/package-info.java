/** What strangers may cause in the log: little, and on one line. */
package org.posthouse.core.net.log;
