package org.posthouse.cnf.assemble;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Compares what bundles export with their released forms: a change whose package keeps too low a version fails the build. */
@Mojo(name = "baseline", threadSafe = true)
public final class BaselineMojo extends AbstractMojo {
    private static final String SUFFIX = ".jar";

    /** Released bundles, named by their symbolic names. */
    @Parameter(defaultValue = "${maven.multiModuleProjectDirectory}/cnf/baseline", required = true)
    private File released;

    /** What this build has made, named by symbolic name and version. */
    @Parameter(defaultValue = "${project.build.directory}/bundles", required = true)
    private File built;

    @Parameter(defaultValue = "${project.version}", required = true)
    private String version;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> breaches = new ArrayList<>();
        try (Stream<Path> files = Files.list(released.toPath())) {
            for (Path baseline :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                String fileName = baseline.getFileName().toString();
                String name = fileName.substring(0, fileName.length() - SUFFIX.length());
                Path current = built.toPath().resolve(name + "-" + version + SUFFIX);
                breaches.addAll(new Compatibility(baseline, current).breaches());
            }
        } catch (IOException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
        if (!breaches.isEmpty()) {
            throw new MojoFailureException(String.join("\n", breaches));
        }
    }
}
