/** The web console: its doors, its guard, and what is served. */
package org.posthouse.console.web;
