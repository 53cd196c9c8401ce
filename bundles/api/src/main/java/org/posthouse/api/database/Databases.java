package org.posthouse.api.database;

import java.util.List;
import javax.sql.DataSource;
import org.osgi.annotation.versioning.ProviderType;
import org.posthouse.api.mail.MailException;

/** Relational databases for parts of the house: each part has one of its own, under {@code data/db/}. Its connections end with this service. */
@ProviderType
public interface Databases {
    /**
     * The part's database, made if it is not there, its tables brought to the latest level: every step not yet taken is taken once, in
     * order, each in a transaction of its own. Connections are pooled; commits are durable.
     *
     * @param part a short name of letters
     * @param steps the schema's history from the beginning; each step is a list of SQL statements, and never changes once released
     * @throws MailException PERMANENT if the database is of a later level than the steps know: nothing was touched
     */
    DataSource open(String part, List<List<String>> steps) throws MailException;
}
