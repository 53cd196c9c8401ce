/** Who uses the console: logging in, and staying so. */
package org.posthouse.console.web.login;
