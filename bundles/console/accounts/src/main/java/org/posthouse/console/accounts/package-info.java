/** The page about domains, accounts and addresses. */
package org.posthouse.console.accounts;
