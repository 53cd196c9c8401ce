package org.posthouse.lib.mime;

/** One parameter of a MIME field, RFC 2045 §5.1: the name as sent, the value without its quotes, one char per octet. */
public record Parameter(String name, String value) {}
