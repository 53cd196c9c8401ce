/** A plug-in as small as a plug-in can be: copy this folder to begin another. */
package org.posthouse.example.filter;
