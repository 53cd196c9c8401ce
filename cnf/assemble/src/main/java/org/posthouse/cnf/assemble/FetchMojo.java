package org.posthouse.cnf.assemble;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.posthouse.launcher.feature.BundleEntry;
import org.posthouse.launcher.feature.Feature;
import org.posthouse.launcher.feature.FeatureException;
import org.posthouse.launcher.feature.FeatureFolder;

/** Writes the feature files with their versions filled in, and beside them every bundle they name, from this build or a repository. */
@Mojo(name = "fetch", threadSafe = true)
public final class FetchMojo extends AbstractMojo {
    private static final String GROUP = "org.posthouse";

    private final RepositorySystem repositories;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    private MavenProject project;

    @Parameter(defaultValue = "${project.basedir}", required = true)
    private File source;

    @Parameter(defaultValue = "${project.build.directory}", required = true)
    private File target;

    @Inject
    public FetchMojo(RepositorySystem repositories) {
        this.repositories = repositories;
    }

    @Override
    public void execute() throws MojoExecutionException {
        try {
            Path features = Files.createDirectories(target.toPath().resolve("features"));
            writeFeatures(features);
            Map<String, BundleEntry> bundles = new TreeMap<>();
            for (Feature feature : FeatureFolder.read(features).all()) {
                feature.bundles().forEach(bundle -> bundles.put(bundle.fileName(), bundle));
            }
            checkOrder(bundles.values());
            Path folder = Files.createDirectories(target.toPath().resolve("bundles"));
            for (Map.Entry<String, Path> jar : resolve(bundles).entrySet()) {
                Copy.ifChanged(jar.getValue(), folder.resolve(jar.getKey()));
            }
            Copy.keepOnly(folder, bundles.keySet());
        } catch (IOException | FeatureException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    /** Of bundles that this build makes Maven has to know that they come first, or it makes them beside this or leaves them out. */
    private void checkOrder(Collection<BundleEntry> bundles) throws MojoExecutionException {
        for (BundleEntry bundle : bundles) {
            boolean known = project.getDependencies().stream()
                    .anyMatch(each -> each.getArtifactId().equals(bundle.artifactId()));
            if (bundle.groupId().equals(GROUP) && !known) {
                throw new MojoExecutionException(
                        "features/pom.xml has to name " + bundle.artifactId() + " among what is built before it");
            }
        }
    }

    private void writeFeatures(Path folder) throws IOException {
        Placeholders placeholders = new Placeholders(name -> "project.version".equals(name)
                ? project.getVersion()
                : project.getProperties().getProperty(name));
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(source.toPath())) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                String name = file.getFileName().toString();
                names.add(name);
                Copy.text(placeholders.fill(name, Files.readString(file)), folder.resolve(name));
            }
        }
        Copy.keepOnly(folder, names);
    }

    private Map<String, Path> resolve(Map<String, BundleEntry> bundles) throws MojoExecutionException {
        Map<String, Path> found = new TreeMap<>();
        List<ArtifactRequest> requests = new ArrayList<>();
        for (Map.Entry<String, BundleEntry> bundle : bundles.entrySet()) {
            Artifact artifact = artifact(bundle.getValue());
            Path built = builtBefore(artifact);
            if (built != null) {
                found.put(bundle.getKey(), built);
            } else {
                requests.add(new ArtifactRequest(artifact, project.getRemoteProjectRepositories(), bundle.getKey()));
            }
        }
        try {
            for (ArtifactResult result : repositories.resolveArtifacts(session.getRepositorySession(), requests)) {
                found.put(
                        result.getRequest().getRequestContext(),
                        result.getArtifact().getFile().toPath());
            }
        } catch (ArtifactResolutionException e) {
            throw new MojoExecutionException(
                    "a bundle that a feature names is nowhere to be had: " + e.getMessage(), e);
        }
        return found;
    }

    private static Artifact artifact(BundleEntry bundle) {
        return new DefaultArtifact(
                bundle.groupId(), bundle.artifactId(), bundle.classifier(), bundle.type(), bundle.version());
    }

    /** Our own bundle when this build leaves it out ({@code -pl features}): what an earlier build made of it, or null to ask Maven. */
    private Path builtBefore(Artifact artifact) {
        boolean building =
                session.getProjects().stream().anyMatch(p -> p.getArtifactId().equals(artifact.getArtifactId()));
        if (building || !artifact.getGroupId().equals(GROUP)) {
            return null;
        }
        String folder = artifact.getArtifactId().substring(GROUP.length() + 1).replace('.', '/');
        Path jar = source.toPath()
                .resolveSibling("bundles/" + folder + "/target/" + artifact.getArtifactId() + "-"
                        + artifact.getVersion() + ".jar");
        return Files.exists(jar) ? jar : null;
    }
}
