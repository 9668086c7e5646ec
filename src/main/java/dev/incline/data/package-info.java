/**
 * Datasets in memory and the files they come from; which rows train, and in what order. Nothing
 * here knows of networks or devices, and nothing here imports another package of ours.
 *
 * <pre>
 *   folder ──IdxFolder, IdxSet, FolderContents──▶ IdxReader ──▶ Labels, Classes, Dataset (bytes)
 *   file ──ImageSource──▶ ImageFile, NpyImages, CsvImages, IdxReader ──▶ ImageRows (bytes)
 *   picture ──ImageFile──▶ StoredPicture ──Greys, Orientation──▶ GreyImage or ColourImage
 *       ──GlyphFrame (GlyphSearch, Shapes)──▶ as MNIST's, or ──PictureFit──▶ at the size of other
 *       images ──▶ ImageRows
 *   images ──PixelStatistics──▶ what is unlike the images of a training
 *   folder ──DataCheck──▶ Description, Finding        KnownSet ──Download──▶ folder
 *   file ──NpyArray, NpzFile──▶ numbers of any shape, both ways
 *   rows ──Split──▶ training, validation ──Permutation(seed, epoch)──▶ order of the epoch
 *   labels, split ──ClassCounts──▶ classes that do not train     Dataset ──▶ PixelStatistics
 *   any file ──FileKind──▶ what it is, for every reader that refuses it
 * </pre>
 */
@NullMarked
package dev.incline.data;

import org.jspecify.annotations.NullMarked;
