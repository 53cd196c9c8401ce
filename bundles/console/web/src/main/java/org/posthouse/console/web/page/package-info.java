/** What is around every page, and the one that is seen before the login. */
package org.posthouse.console.web.page;
