package dcos.kafka.local.agent;

import dcos.kafka.local.resource.Resources;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.mesos.v1.Protos.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Persistent volumes: a folder under {@code volumes/roles/<role>/<id>}, or the root of a MOUNT
 * disk.
 */
final class Volumes {
  private final Path workDir;

  Volumes(Path workDir) {
    this.workDir = workDir;
  }

  void create(Collection<Resource> volumes) throws IOException {
    for (Resource volume : volumes) {
      Files.createDirectories(folder(volume));
    }
  }

  /** Removes the data; a MOUNT disk's root stays. */
  void destroy(Collection<Resource> volumes) throws IOException {
    for (Resource volume : volumes) {
      Path folder = folder(volume);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> children = Files.list(folder)) {
          for (Path child : children.toList()) {
            deleteTree(child);
          }
        }
        if (!isMount(volume)) {
          Files.delete(folder);
        }
      }
    }
  }

  /** Makes the volumes among {@code resources} appear in the sandbox at their container paths. */
  void link(Collection<Resource> resources, Path sandbox) throws IOException {
    for (Resource resource : resources) {
      if (Resources.isVolume(resource)) {
        Path link = link(resource, sandbox);
        Path parent = link.getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        if (!Files.isSymbolicLink(link)) {
          Files.createSymbolicLink(link, folder(resource));
        }
      }
    }
  }

  /** Makes them disappear again: an executor has only the volumes of tasks that run. */
  void unlink(Collection<Resource> resources, Path sandbox) throws IOException {
    for (Resource resource : resources) {
      if (Resources.isVolume(resource)) {
        Path link = link(resource, sandbox);
        if (Files.isSymbolicLink(link)) {
          Files.delete(link);
        }
      }
    }
  }

  private static Path link(Resource volume, Path sandbox) throws IOException {
    String containerPath = volume.getDisk().getVolume().getContainerPath();
    Path link = sandbox.resolve(containerPath).normalize();
    if (!link.startsWith(sandbox) || link.equals(sandbox)) {
      throw new IOException(
          "the volume's container_path '" + containerPath + "' is not below the sandbox");
    }
    return link;
  }

  private Path folder(Resource volume) throws IOException {
    if (isMount(volume)) {
      return Path.of(volume.getDisk().getSource().getMount().getRoot());
    }
    Path roles = workDir.resolve("volumes/roles");
    Path folder =
        roles
            .resolve(Resources.roleOf(volume))
            .resolve(volume.getDisk().getPersistence().getId())
            .normalize();
    if (!folder.startsWith(roles) || folder.getNameCount() < roles.getNameCount() + 2) {
      throw new IOException("the volume's id or role can't be the name of a folder");
    }
    return folder;
  }

  private static boolean isMount(Resource volume) {
    return volume.getDisk().getSource().hasMount();
  }

  static void deleteTree(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
