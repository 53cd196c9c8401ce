package org.posthouse.cnf.assemble;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.Feature;
import org.posthouse.launcher.feature.FeatureFolder;

/** Resolves every feature with what it stands on, and nothing else: one that lacks a bundle or a required feature fails the build. */
@Mojo(name = "resolve", threadSafe = true)
public final class ResolveMojo extends AbstractMojo {
    private final RepositorySystem repositories;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    /** Where the goal {@code fetch} has put features and bundles. */
    @Parameter(defaultValue = "${project.build.directory}", required = true)
    private File target;

    /** The framework that runs them. */
    @Parameter(defaultValue = "org.apache.felix:org.apache.felix.framework:${felix.framework.version}", required = true)
    private String framework;

    @Inject
    public ResolveMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        List<String> failures = new ArrayList<>();
        try {
            FeatureFolder features = FeatureFolder.read(target.toPath().resolve("features"));
            Path folder = target.toPath().resolve("bundles");
            Path frameworkJar = frameworkJar();
            for (Feature feature : features.all()) {
                List<Path> jars = new ArrayList<>();
                for (BundleEntry bundle : features.bundles(List.of(feature.name()))) {
                    jars.add(folder.resolve(bundle.fileName()));
                }
                new Resolution(frameworkJar, jars)
                        .failure()
                        .ifPresent(why -> failures.add("feature " + feature.name() + " does not resolve: " + why));
            }
        } catch (IOException | ArtifactResolutionException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
        if (!failures.isEmpty()) {
            throw new MojoFailureException(String.join("\n", failures));
        }
    }

    private Path frameworkJar() throws ArtifactResolutionException {
        ArtifactRequest request =
                new ArtifactRequest(new DefaultArtifact(framework), project.getRemoteProjectRepositories(), null);
        return repositories
                .resolveArtifact(session.getRepositorySession(), request)
                .getArtifact()
                .getFile()
                .toPath();
    }
}
