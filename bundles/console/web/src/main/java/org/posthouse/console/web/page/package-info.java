/** The page about mail: what it shows, in parts that know nothing of HTTP. */
package org.posthouse.console.web.page;
