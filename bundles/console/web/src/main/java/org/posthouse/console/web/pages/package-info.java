/** The pages that bundles bring: finding them, calling them, and what is shown when they fail. */
package org.posthouse.console.web.pages;
